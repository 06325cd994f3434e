/** Processes that hold variants, and take samples when asked. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Mode } from './variants.ts';
import type { Reference, Verdict } from './verify.ts';
import type { Load, Reply, Request, Task } from './worker.ts';

export interface Worker {
  /** Runs the work until the engine has optimised it. @returns the seconds of the last sample */
  warm(task: Task): Promise<number>;
  sample(task: Task): Promise<number>;
  end(): void;
}

const program = fileURLToPath(new URL('./worker.js', import.meta.url));

/** @param flags of the engine */
function start(flags: readonly string[]): ChildProcess {
  return fork(program, {
    execArgv: [...process.execArgv, ...flags],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // JSON has no undefined.
    serialization: 'advanced',
  });
}

/** What `verify` says where the engine has these flags. */
export async function verifyThere(
  flags: readonly string[],
  code: string,
  mode: Mode,
  reference: Reference,
): Promise<Verdict> {
  const child = start(flags);
  try {
    return await reply<Verdict>(child, { verify: { code, mode, reference } });
  } finally {
    child.kill();
  }
}

/** @throws Error where the module does not load */
export async function startWorker(load: Load, flags: readonly string[]): Promise<Worker> {
  const child = start(flags);
  const ask = (request: Request): Promise<number> => reply<number>(child, request);
  try {
    await ask({ load });
  } catch (error) {
    child.kill();
    throw error;
  }
  return {
    warm: (task) => ask({ warm: task }),
    sample: (task) => ask({ sample: task }),
    end: () => void child.kill(),
  };
}

function reply<Answer extends Reply['answer']>(child: ChildProcess, request: Request): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const forget = (): void => {
      child.off('message', hear);
      child.off('exit', lost);
      child.off('error', reject);
    };
    const hear = ({ answer, error }: Reply): void => {
      forget();
      if (error === undefined) resolve(answer as Answer);
      else reject(new Error(error));
    };
    const lost = (code: number | null, signal: string | null): void => {
      forget();
      reject(new Error(`the process of a variant ended with ${signal ?? `code ${code}`}`));
    };
    child.on('message', hear);
    child.on('exit', lost);
    child.on('error', reject);
    child.send(request);
  });
}
