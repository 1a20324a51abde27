// Preact with templates, and the two hooks every screen uses.
import htm from "../vendor/htm.js";
import { Component, h } from "../vendor/preact.js";
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from "../vendor/hooks.js";
import { get, subscribe } from "../till/state.js";

export const html = htm.bind(h);
export { useEffect, useLayoutEffect, useRef, useState };

/** A slice of the till's state; the component is drawn again when one of its values changes. */
export function useTill(select) {
  const [, again] = useReducer((count) => count + 1, 0);
  const slice = select(get());
  const kept = useRef(slice);
  kept.current = slice;
  useLayoutEffect(() => subscribe(() => {
    const next = select(get());
    for (const name in next) if (!Object.is(next[name], kept.current[name])) return again();
  }), []);
  return slice;
}

/** A component drawn again only when its props change. */
export function still(render) {
  return class extends Component {
    shouldComponentUpdate(next) {
      for (const name in next) if (next[name] !== this.props[name]) return true;
      return false;
    }

    render(props) {
      return render(props);
    }
  };
}
