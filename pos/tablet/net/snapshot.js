// The snapshot, fetched when its version moved and kept as the text received, ready for a start without a server.
import { read, write } from "../store/db.js";
import { readSnapshot } from "./api.js";

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
  return body;
}
