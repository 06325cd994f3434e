/** A training from the command line: reads, trains, and keeps what came of it. */
import { CellcError } from '@cellc/compiler';
import { type History, loadSync, type Model, RuntimeError, saveSafetensors, type Tensors } from '@cellc/runtime';
import { loadWeights } from '../apply/load.ts';
import type { Io, Result } from '../command.ts';
import { dataSubject } from '../data/kind.ts';
import { datasetOf, readData } from '../data/read.ts';
import { styled } from '../format.ts';
import { checkSpecName } from '../input.ts';
import { type Built, buildSpec } from '../model.ts';
import { checkApply, type common, type Parsed, usage } from '../options.ts';
import { reportPage } from '../report/page.ts';
import { checkpointMetadata, openCheckpoint, optionsOf, resumedValues, startAgain } from './checkpoint.ts';
import type { TrainOptions } from './options.ts';
import { checkFree, checkRun, clear, files, findRun, save } from './output.ts';
import { heading, progress } from './progress.ts';
import { settingsOf } from './settings.ts';
import { quote, summaryOf } from './summary.ts';
import { metadataOf, type Prepared, trainedOf } from './trained.ts';

/** Seconds between checkpoints, where nothing else is said: writing them must not take longer than training. */
const SAVE_SECONDS = 5;

export async function trainModel(parsed: Parsed<TrainOptions & typeof common>, io: Io): Promise<Result> {
  const prepared = await prepare(parsed, io);
  const { built, dataset, values, directory, checkpoint } = prepared;
  const say = values.json ? () => undefined : (text: string) => io.err(`${text}\n`);
  if (values.resume && !checkpoint)
    say(`There is nothing to resume in ${directory.name}: starting from the beginning.`);
  say(heading(built.compiled, dataset.summary));
  const model = prepared.begin ?? loadSync(built.module, { seed: values.seed });
  const history = await fitModel(model, prepared, io);
  if (history.stopped === 'signal') return interrupted(history, prepared);
  const trained = trainedOf(history, prepared);
  const shown = dataset.show(model);
  await save(directory, {
    weights: saveSafetensors(model.params() as Tensors, metadataOf(trained)),
    history: `${JSON.stringify(trained, null, 2)}\n`,
    report: reportPage(trained, shown),
  });
  return {
    json: trained,
    text: summaryOf(trained, shown, { directory: directory.name, columns: io.columns ?? 80, style: styled(io.color) }),
    code: 0,
  };
}

/** Reads and checks everything, so that nothing is written where something is wrong. */
async function prepare(parsed: Parsed<TrainOptions & typeof common>, io: Io) {
  const { values: asked, given, positionals } = parsed;
  const [spec, dataPath, ...more] = positionals;
  if (spec === undefined || dataPath === undefined || more.length > 0)
    usage(`train takes a spec and a data file, not ${positionals.length}`, 'write cellc train model.json data.csv');
  checkSpecName(spec);
  checkApply(parsed, dataSubject(dataPath));
  const first = await buildSpec(spec, io.cwd, asked.precision);
  const { name } = first.compiled;
  const directory = { name: asked.out ?? name, cwd: io.cwd };
  const found = await findRun(directory);
  if (asked.resume && asked.force) usage('--resume goes on, and --force starts again: they exclude each other');
  if (!asked.force && !(asked.resume && found.checkpoint)) checkFree(directory.name, found);
  const checkpoint = asked.resume ? found.checkpoint : undefined;
  const before = checkpoint && openCheckpoint(`${directory.name}/${files.checkpoint}`, checkpoint);
  const values = before ? { ...asked, ...resumedValues(before, asked, given) } : asked;
  const built = values.precision === asked.precision ? first : await buildSpec(spec, io.cwd, values.precision);
  checkTrains(spec, built);
  const planned = before?.planned ?? values.epochs;
  settingsOf(values, planned);
  const file = await readData(dataPath, io.cwd);
  const { hash } = built.compiled.manifest;
  const changed = before && (before.hash !== hash ? spec : before.data !== file.sha256 ? dataPath : undefined);
  if (changed !== undefined)
    throw new RuntimeError(
      'E_CHECKPOINT',
      `${changed} is not what the run in ${directory.name} was started with`,
      startAgain,
    );
  await checkRun(directory);
  const dataset = datasetOf(file, built.compiled.manifest, { ...values, batchSize: values['batch-size'] });
  const run = { options: optionsOf(values), hash, data: file.sha256, planned };
  // A checkpoint has weights of its own.
  const begin =
    checkpoint || values.weights === undefined ? undefined : await loadWeights(built, values.weights, spec, io);
  return { spec, built, file, dataPath, dataset, values, directory, checkpoint, begin, run } satisfies Prepared;
}

/** @throws E_SPEC */
function checkTrains(spec: string, { compiled: { manifest, model, name } }: Built): void {
  // Without a loss there is nothing for an optimizer to do: the module has neither.
  const missing = [...(manifest.loss ? [] : ['loss']), ...(model.optimizer ? [] : ['optimizer'])];
  if (missing.length === 0) return;
  const hint = 'write "loss": "mse" and "optimizer": "adam"; cellc cells lists what there is';
  throw new CellcError('E_SPEC', `${name} cannot be trained: ${spec} names no ${missing.join(' and no ')}`, { hint });
}

async function fitModel(model: Model, prepared: Prepared, io: Io): Promise<History> {
  const { dataset, values, directory, checkpoint, run } = prepared;
  const stop = new AbortController();
  const screen = { columns: io.columns, write: io.err, now: () => performance.now() };
  const shown = values.json ? undefined : progress(values.epochs, screen);
  const every = values['checkpoint-every'];
  let isOwn = checkpoint !== undefined;
  let isClean = false;
  const keep = async (bytes: Uint8Array): Promise<void> => {
    // What another run left is replaced once there is something to replace it with.
    if (!isClean) await clear(directory, checkpoint ? [] : ['weights', 'history', 'report']);
    [isOwn, isClean] = [true, true];
    await save(directory, { checkpoint: bytes });
  };
  const forget = io.onInterrupt?.(() => stop.abort());
  try {
    return await model.fit(dataset.train, {
      ...settingsOf(values, run.planned),
      ...dataset.settings,
      ...(dataset.validation && { validation: dataset.validation }),
      checkpoint: {
        ...(every === undefined ? { seconds: SAVE_SECONDS } : { every }),
        metadata: checkpointMetadata(run),
        save: keep,
      },
      ...(checkpoint && { resume: checkpoint }),
      signal: stop.signal,
      ...(shown && { onEpoch: shown.onEpoch, onBatch: shown.onBatch }),
    });
  } catch (error) {
    throw error instanceof RuntimeError ? explained(error, isOwn ? directory.name : undefined) : error;
  } finally {
    forget?.();
    shown?.end();
  }
}

/** Ctrl-C: what is kept, and how to go on. */
function interrupted({ epochs }: History, { spec, dataPath, values, directory }: Prepared): Result {
  const resume = [
    'cellc',
    'train',
    spec,
    dataPath,
    ...(values.out === undefined ? [] : ['--out', values.out]),
    '--resume',
  ];
  const command = resume.map(quote).join(' ');
  const checkpoint = `${directory.name}/${files.checkpoint}`;
  const text = [
    `Stopped in epoch ${epochs.length + 1} of ${values.epochs}. Everything so far is kept in ${checkpoint}; go on with`,
    '',
    `  ${command}`,
  ];
  return { json: { stopped: 'signal', epochs, checkpoint, resume: command }, text: text.join('\n'), code: 130 };
}

/** @param kept the directory with a checkpoint of the training, if there is one */
function explained(error: RuntimeError, kept: string | undefined): RuntimeError {
  if (error.code !== 'E_DIVERGED') return error;
  const left =
    kept === undefined ? 'nothing was written' : `the checkpoint before it is kept in ${kept}/${files.checkpoint}`;
  const hint = 'start again with a lower learning rate (--lr) or with --clip-norm 1';
  return new RuntimeError(
    error.code,
    `${error.reason}; ${left}`,
    kept === undefined ? hint : `${hint}, and with --force`,
  );
}
