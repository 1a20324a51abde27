// What an activity adds to the tablet. A snapshot names activities; each may have a folder of its name here whose
// index.js exports `activity`. One that has none sells like any other: this is never an error.
const loaded = new Map();

export async function loadActivities(names) {
  await Promise.all(names.filter((name) => /^[a-z_]+$/.test(name) && !loaded.has(name)).map(async (name) => {
    loaded.set(name, null);
    try {
      loaded.set(name, (await import(`./${name}/index.js`)).activity);
    } catch {
      // No folder of that name, or the server is away and it was not kept.
    }
  }));
}

export function activityNamed(name) {
  return loaded.get(name) ?? null;
}
