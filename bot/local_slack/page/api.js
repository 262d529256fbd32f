/* The control calls of the local Slack, and the long poll that keeps the page true. */

/** POST /control/<name>; always an answer `{ok, error?, …}`, never an exception. */
export async function call(name, body) {
  try {
    const response = await fetch(`/control/${name}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
    const answer = await response.json().catch(() => ({}));
    return { ok: response.ok && answer.ok !== false, status: response.status, ...answer };
  } catch {
    return { ok: false, error: "The local Slack does not answer. Is it still running?" };
  }
}

/** GET a control resource as JSON. */
export async function read(path, signal) {
  const response = await fetch(`/control/${path}`, { signal });
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
  return response.json();
}

/** Follow the state for ever: `onState(state)` for each new version, `onLost()` while the server does not answer. */
export async function follow(onState, onLost) {
  let path = "state";
  let pause = 250;
  for (;;) {
    try {
      const state = await read(path);
      path = `state?after=${state.version}`;
      pause = 250;
      onState(state);
    } catch {
      path = "state";
      onLost();
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(pause * 2, 4000);
    }
  }
}
