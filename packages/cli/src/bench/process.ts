/** Processes that hold variants, and take samples when asked. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Load, Reply, Request, Task } from './worker.ts';

export interface Worker {
  /** Runs the work until the engine has optimised it. @returns the seconds of the last sample */
  warm(task: Task): Promise<number>;
  sample(task: Task): Promise<number>;
  end(): void;
}

const program = fileURLToPath(new URL('./worker.js', import.meta.url));

/** @throws Error where the module does not load */
export async function startWorker(load: Load): Promise<Worker> {
  const child = fork(program, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // JSON has no undefined.
    serialization: 'advanced',
  });
  const ask = (request: Request): Promise<number> => reply(child, request);
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

function reply(child: ChildProcess, request: Request): Promise<number> {
  return new Promise((resolve, reject) => {
    const forget = (): void => {
      child.off('message', hear);
      child.off('exit', lost);
      child.off('error', reject);
    };
    const hear = (answer: Reply): void => {
      forget();
      if ('error' in answer) reject(new Error(answer.error));
      else resolve(answer.seconds);
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
