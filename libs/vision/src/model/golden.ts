import sharp from 'sharp';
import { z } from 'zod';
import { decodeImage } from '../image/decode-image';
import type { Image } from '../image/image';
import { plainBytes } from '../image/plain-bytes';
import { inputTensor } from './input-tensor';
import type { Model } from './model';
import { ModelError } from './model-error';

/** The key of a model's `metadata_props` that its golden answers stand under. */
export const goldenKey = 'golden';

/** How far an answer may be from the golden one, as a share of it where it is larger than 1. */
const tolerance = 1e-3;
const mostValues = 64;
const precision = 1e6;

const goldenSchema = z
  .array(
    z.object({
      /** A picture of the size of the input. */
      png: z.base64(),
      /** By output: every `every`th of its numbers. */
      outputs: z.record(z.string(), z.object({ every: z.int().min(1), values: z.array(z.number()) })),
    }),
  )
  .min(1);

type Golden = z.infer<typeof goldenSchema>[number];

/** What the model answers to pictures of its input's size, as JSON for its metadata: a self-test for whoever loads it. */
export async function recordGolden(model: Model, pictures: readonly Image[]): Promise<string> {
  const golden: Golden[] = [];
  for (const picture of pictures) {
    const { data, width, height } = picture;
    const png = await sharp(data, { raw: { width, height, channels: 3 } })
      .png({ compressionLevel: 9 })
      .toBuffer();
    golden.push({ png: png.toString('base64'), outputs: sampled(await answer(model, picture)) });
  }
  return JSON.stringify(golden);
}

/**
 * Runs the self-test that a model brings. False when it brings none; throws a `ModelError` when this machine computes
 * something else than the one that made the model, and the signal's reason when that aborts between two pictures.
 */
export async function checkGolden(model: Model, signal?: AbortSignal): Promise<boolean> {
  const recorded = model.info.metadata[goldenKey];
  if (recorded === undefined) return false;
  for (const { png, outputs } of parse(recorded)) {
    signal?.throwIfAborted();
    const answers = await answer(model, await decodeImage(plainBytes(Buffer.from(png, 'base64'))));
    for (const [name, { every, values }] of Object.entries(outputs)) {
      const worst = Math.max(...values.map((value, at) => deviation(value, answers[name]?.[at * every])));
      if (!(worst <= tolerance))
        throw new ModelError(
          'model.unsupported',
          `The model fails its self-test: output "${name}" differs by ${worst} here; allowed is ${tolerance}.`,
        );
    }
  }
  return true;
}

const deviation = (golden: number, found = NaN): number =>
  Math.abs(found - golden) / Math.max(1, Math.abs(golden));

function parse(recorded: string): readonly Golden[] {
  try {
    return goldenSchema.parse(JSON.parse(recorded));
  } catch (error) {
    throw new ModelError('model.bad-metadata', 'The self-test in the metadata cannot be read.', {
      cause: error,
    });
  }
}

/** Numbers of every FP32 output. */
async function answer(model: Model, picture: Image): Promise<Readonly<Record<string, Float32Array>>> {
  const { input, preprocessing, outputs } = model.info;
  const names = outputs.filter(({ datatype }) => datatype === 'FP32').map(({ name }) => name);
  const feeds = { [input.name]: inputTensor(picture.data, input, preprocessing) };
  const answers = await model.tensors.run(feeds, names);
  return Object.fromEntries(
    answers.flatMap(({ values }, at) =>
      values instanceof Float32Array ? [[names[at] ?? '', values] as const] : [],
    ),
  );
}

function sampled(answers: Readonly<Record<string, Float32Array>>): Golden['outputs'] {
  return Object.fromEntries(
    Object.entries(answers).map(([name, values]) => {
      const every = Math.max(1, Math.ceil(values.length / mostValues));
      const chosen = [...values].filter((_, at) => at % every === 0);
      return [name, { every, values: chosen.map((value) => Math.round(value * precision) / precision) }];
    }),
  );
}
