// Integer cents only. Numbers stay exact up to 2^53; past that the same sum is done with BigInt.

/** a × b / d, half up, for integers a and b and a positive integer d. Halves of negative sums go away from zero, so a
 *  correction cancels its sale to the cent. */
export function mulDivHalfUp(a, b, d) {
  const product = a * b;
  if (Math.abs(product) < 4e15) {
    const size = Math.abs(product);
    const rest = size % d;
    const whole = (size - rest) / d + (rest * 2 >= d ? 1 : 0);
    return product < 0 ? -whole : whole;
  }
  const exact = BigInt(a) * BigInt(b);
  const size = exact < 0n ? -exact : exact;
  const by = BigInt(d);
  const whole = Number((size * 2n + by) / (by * 2n));
  return exact < 0n ? -whole : whole;
}

const NBSP = "\u00a0";

function grouped(whole) {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, NBSP);
}

/** 177 → « 1,77 » */
export function sum(cents) {
  const size = Math.abs(cents);
  const text = `${grouped(Math.floor(size / 100))},${String(size % 100).padStart(2, "0")}`;
  return cents < 0 ? `−${text}` : text;
}

/** 177 → « 1,77 € », with an unbreakable space. */
export function euros(cents) {
  return `${sum(cents)}${NBSP}€`;
}

/** 1000 → « 10 € »: only on what stands for a note or a coin. 20 → « 0,20 € ». */
export function note(cents) {
  return cents % 100 === 0 ? `${grouped(cents / 100)}${NBSP}€` : euros(cents);
}

/** 1240 grams → « 1,240 » */
export function kilos(grams) {
  return `${grouped(Math.floor(grams / 1000))},${String(grams % 1000).padStart(3, "0")}`;
}

/** 1500 thousandths → « 1,5 »; 2000 → « 2 » */
export function pieces(thousandths) {
  const rest = thousandths % 1000;
  const whole = grouped(Math.floor(thousandths / 1000));
  return rest === 0 ? whole : `${whole},${String(rest).padStart(3, "0").replace(/0+$/, "")}`;
}
