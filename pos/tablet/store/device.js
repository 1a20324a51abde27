// Who this tablet is: its register, its token, and the key it made for itself, which cannot be taken out.
import { db, read } from "./db.js";

export async function makeKeys() {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return { privateKey: pair.privateKey, jwk: { kty, crv, x, y } };
}

/** Keep the answer to a pairing with the key it was made for, in one go: neither serves without the other. */
export async function keepDevice({ device, token, register }, privateKey) {
  const transaction = (await db()).transaction("meta", "readwrite", { durability: "strict" });
  transaction.store.put({ device, token, register }, "device");
  transaction.store.put(privateKey, "key");
  transaction.store.delete("snapshot");
  transaction.store.delete("cards");
  transaction.store.delete("session");
  await transaction.done;
}

export async function readDevice() {
  const [device, key] = await Promise.all([read("device"), read("key")]);
  return device && key ? { ...device, key } : null;
}

/** Ask the browser not to clear the till's memory when the disk runs low. */
export async function askToKeep() {
  try {
    return (await navigator.storage?.persist?.()) ?? false;
  } catch {
    return false;
  }
}

/** Bytes this browser still grants us, or null when it does not say. */
export async function bytesLeft() {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    return quota - usage;
  } catch {
    return null;
  }
}
