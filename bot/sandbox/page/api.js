// The sandbox's control API.

/** What the sandbox refused, in its own words. */
export class Refusal extends Error {}

async function ask(path, body) {
  const request = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(`/sandbox/${path}`, request);
  const told = await answer.json().catch(() => ({ ok: false, error: `HTTP ${answer.status}` }));
  if (told.ok === false) throw new Refusal(told.error ?? `HTTP ${answer.status}`);
  return told.ok === true && "result" in told ? told.result : told;
}

export const getState = () => ask("state");
export const getMessages = (chat, viewer) => ask(`chats/${chat}/messages?viewer=${viewer}`);
export const getCommands = (chat, user, language) => ask(`chats/${chat}/commands?user=${user}&language=${language}`);
export const getPress = (query) => ask(`presses/${query}`);
export const act = (deed) => ask("act", deed);
export const actTogether = (acts) => ask("acts", { acts });
export const addUser = (user) => ask("users", user);
export const addMember = (group, user) => ask(`groups/${group}/members`, { user, status: "member" });
export const getClock = () => ask("clock");
export const advance = (by) => ask("clock/advance", by);
export const control = (name, asked = {}) => ask(`controls/${name}`, asked);
export const fileUrl = (fileId) => `/sandbox/files/${encodeURIComponent(fileId)}`;

/** Return the scene, or null where nobody laid one out. */
export async function getScene() {
  try {
    const scene = await ask("scene");
    return scene && scene.group ? scene : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
