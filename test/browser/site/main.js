/** Does the task that the address names, and sends back what came of it. */

/** @type {string[]} */
const violations = [];
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
  violations.push(`${effectiveDirective}: ${blockedURI}`);
});

const address = `/task/${new URLSearchParams(location.search).get('task')}`;
const { name, given } = await (await fetch(address)).json();
/** @type {{ result: object } | { error: string }} */
let answer;
try {
  const { run } = await import(`./tasks/${name}.js`);
  const result = await run(given);
  // Violations are told in an event, which comes later than the refusal itself.
  await new Promise((go) => setTimeout(go, 50));
  answer = { result: { ...result, violations } };
} catch (error) {
  answer = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
await fetch(address, { method: 'POST', body: JSON.stringify(answer) });
