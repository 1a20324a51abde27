/** The épicerie needs nothing but what every sale has. Hooks are added here as issues ask for them. */
export const activity = { name: "epicerie" };
