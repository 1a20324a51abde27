// What a scanner may send: EAN-13, EAN-8, UPC-A, with or without leading zeros. In-store price and weight patterns
// (02, 20–29) will be one more branch of `readBarcode`.

/** The check digit of a GTIN body (all digits but the last): weights 3 and 1 from the right. */
export function checkDigit(body) {
  let sum = 0;
  for (let i = 0; i < body.length; i += 1) {
    const fromRight = body.length - i;
    sum += Number(body[i]) * (fromRight % 2 === 1 ? 3 : 1);
  }
  return (10 - (sum % 10)) % 10;
}

export function hasValidCheck(digits) {
  return checkDigit(digits.slice(0, -1)) === Number(digits.at(-1));
}

/** One key per article whatever leading zeros came or were lost. */
export function normalise(digits) {
  return digits.replace(/^0+/, "").padStart(13, "0");
}

// A scanner set for a QWERTY keyboard, on a French one, types these instead of digits.
const AZERTY_ROW = new Map([..."à&é\"'(-è_ç"].map((character, digit) => [character, String(digit)]));

export function unshiftDigits(text) {
  if (text === "" || ![...text].every((character) => AZERTY_ROW.has(character))) return text;
  return [...text].map((character) => AZERTY_ROW.get(character)).join("");
}

/** { kind: "gtin", key, code } when the digits check, { kind: "bad_check", code } when they do not, else
 *  { kind: "other", code }: a house code, looked up as it is. */
export function readBarcode(text) {
  const code = unshiftDigits(text.trim());
  if (!/^\d{8,14}$/.test(code)) return { kind: "other", code, key: code };
  // Leading zeros do not change the check digit, so it can be read before they are put back.
  if (!hasValidCheck(code)) return { kind: "bad_check", code, key: normalise(code) };
  return { kind: "gtin", code, key: normalise(code) };
}
