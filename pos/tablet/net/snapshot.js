// The snapshot, fetched when its version moved and kept as the text received, ready for a start without a server.
import { erase, read, write } from "../store/db.js";
import { readCards, readSnapshot } from "./api.js";

/** The snapshot kept from before, or null. */
export async function keptSnapshot() {
  const kept = await read("snapshot");
  return kept ? JSON.parse(kept.text) : null;
}

/** A newer snapshot than `version`, kept before it is returned; null when there is none. */
export async function newerSnapshot(token, version) {
  const { status, body, text } = await readSnapshot(token, version);
  if (status === 304) return null;
  await write("snapshot", { version: body.version, text });
  await erase("cards"); // its own cards are newer than any kept
  return body;
}

/** The cards kept since the snapshot, or null. */
export async function keptCards() {
  const kept = await read("cards");
  return kept ? JSON.parse(kept.text) : null;
}

/** Newer cards than `version`, kept before they are returned; null when there are none. */
export async function newerCards(token, version) {
  const { status, body, text } = await readCards(token, version);
  if (status === 304) return null;
  await write("cards", { text });
  return body;
}
