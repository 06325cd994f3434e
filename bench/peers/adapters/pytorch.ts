/** PyTorch, in a Python process of its own that is told how often to run: where Python finds torch. */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { benchFolder } from '../packages.ts';
import { type Answer, type Kind, type Peer, type Skills, UPDATES, type Work } from '../peer.ts';

/** `PYTHON=path` names another interpreter. */
const python = process.env.PYTHON ?? 'python3';
/** Long enough for the message that starts the calls not to count. */
const CALL_SECONDS = 0.02;

function find(): { readonly missing: string } | { readonly version: string } {
  const found = spawnSync(python, ['-c', 'import torch; print(torch.__version__)'], { encoding: 'utf8' });
  if (found.error) return { missing: `there is no ${python}: set PYTHON to an interpreter that has torch` };
  const last = found.stderr.trim().split('\n').at(-1);
  if (found.status !== 0) return { missing: `${python} does not import torch (${last}); set PYTHON to one that does` };
  return { version: found.stdout.trim() };
}

/** Starts the process, hands it the task, and finds out how many calls fill a sample. */
async function start(task: object, perCall: number): Promise<Work> {
  const child = spawn(python, [join(benchFolder, 'peers/adapters/torch_peer.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request: object): Promise<Answer> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('the Python process ended');
    return JSON.parse(value) as Answer;
  };
  child.stdin.write(`${JSON.stringify(task)}\n`);
  const answer = await ask({ answer: true });
  await ask({ calls: 3 });
  const begin = performance.now();
  await ask({ calls: 3 });
  const seconds = (performance.now() - begin) / 3000;
  const calls = Math.max(1, Math.ceil(CALL_SECONDS / seconds));
  return {
    operations: calls * perCall,
    async run() {
      await ask({ calls });
      return calls;
    },
    answer: () => answer,
    close: () => child.stdin.end(),
  };
}

function skills(cell: 'fused' | 'by-hand'): Skills {
  const plain = (gates: object) =>
    JSON.parse(JSON.stringify(gates, (_, value) => (value instanceof Float32Array ? Array.from(value) : value)));
  const task = (kind: Kind, { I, H, gates }: { I: number; H: number; gates: object }) => ({
    kind,
    cell,
    I,
    H,
    gates: plain(gates),
  });
  return {
    step: (lstm, frames) =>
      start({ ...task('step', lstm), T: frames.length, B: 1, x: frames.flatMap((x) => Array.from(x)) }, frames.length),
    sequence: (lstm, { x, T, B }) => start({ ...task('sequence', lstm), T, B, x: Array.from(x) }, 1),
    train: (lstm, { x, y, T, B, lr }) =>
      start({ ...task('train', lstm), T, B, x: Array.from(x), y: Array.from(y), lr, updates: UPDATES }, 1),
  };
}

export function torchPeer(cell: 'fused' | 'by-hand'): Peer {
  return {
    name: cell === 'fused' ? 'pytorch nn.LSTM' : 'pytorch by hand',
    how:
      cell === 'fused'
        ? 'nn.LSTM with optim.Adam, one thread, inference_mode; in a Python process of its own'
        : 'a cell with one Linear for each gate on [x; h], a loop over time; otherwise the same',
    packages: [],
    find,
    open: () => skills(cell),
  };
}
