/** A page stays responsive when it is let in at least once a frame or two. */
const PATIENCE_MS = 25;

/** Lets other tasks run when it is time to: resolves at once, or after them. */
export function breather(): () => Promise<void> | undefined {
  let pause = performance.now();
  return () => {
    if (performance.now() - pause <= PATIENCE_MS) return undefined;
    return breathe().then(() => {
      pause = performance.now();
    });
  };
}

/** Unlike a timer, a message is not slowed down in a page that is not looked at. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
