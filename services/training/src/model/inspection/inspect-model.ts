import { Model, ModelError, readOnnx, TensorModel, metadataOf, type TensorInfo } from '@tutti/vision';
import { modelLabel, type ModelTask } from '@tutti/contracts/training';
import { modelFacts, type InspectionAnswer, type ModelFacts } from './model-facts';

const tasks: Readonly<Record<Model['info']['task'], ModelTask>> = {
  classification: 'image-classification',
  detection: 'object-detection',
};

/** An event holds it, and so does every list of models. */
const mostLabelBytes = 64 * 1024;

const tensorOf = ({ name, datatype: type, shape }: TensorInfo) => ({ name, type, shape: [...shape] });

/** The operator set of ONNX itself, which two names stand for. */
const opsetOf = (model: ReturnType<typeof readOnnx>): number =>
  Number(model.opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version ?? 0n);

/** Our own models tell classes by their keys, and their names beside. */
const namesIn = (properties: Readonly<Record<string, string>>): readonly unknown[] => {
  try {
    const names: unknown = JSON.parse(properties['label_names'] ?? '[]');
    return Array.isArray(names) ? names : [];
  } catch {
    return [];
  }
};

const labelsOf = ({ labels: keys, metadata }: Model['info']) => {
  const names = namesIn(metadata);
  const labels = keys.map((key, at) => {
    const name = modelLabel.shape.name.safeParse(names[at]);
    return { key, name: name.success ? name.data : key };
  });
  if (Buffer.byteLength(JSON.stringify(labels)) <= mostLabelBytes) return labels;
  throw new ModelError('model.unsupported', `Its labels have more than ${mostLabelBytes} bytes.`);
};

/** Too long is too long to be shown. */
const aboutOf = (properties: Readonly<Record<string, string>>): ModelFacts['about'] =>
  Object.fromEntries(
    Object.entries(modelFacts.shape.about.shape).flatMap(([key, shape]) => {
      const told = shape.safeParse(properties[key]);
      return told.success && told.data !== undefined ? [[key, told.data]] : [];
    }),
  );

type Judged = Pick<ModelFacts, 'task' | 'labels'> & { readonly tensors: TensorModel };

/** A model that says what its pictures are for is warmed up on one, as a device does. */
const load = async (bytes: Uint8Array, says: boolean): Promise<Judged> => {
  if (!says) return { tensors: await TensorModel.load(bytes, 1), task: 'tensors', labels: [] };
  const model = await Model.load(bytes, { intraOpThreads: 1 });
  return { tensors: model.tensors, task: tasks[model.info.task], labels: labelsOf(model.info) };
};

const read = async (bytes: Uint8Array): Promise<ModelFacts> => {
  const onnx = readOnnx(bytes);
  const properties = metadataOf(onnx);
  const { tensors, task, labels } = await load(bytes, properties['task'] !== undefined);
  const { inputs, outputs } = tensors;
  await tensors.release();
  const signature = { inputs: inputs.map(tensorOf), outputs: outputs.map(tensorOf), opset: opsetOf(onnx) };
  const facts = modelFacts.safeParse({ signature, task, labels, about: aboutOf(properties) });
  if (facts.success) return facts.data;
  const faults = facts.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ModelError(
    'model.unsupported',
    `Its inputs, outputs or labels are unusual: ${faults.join('; ')}`,
  );
};

/** Looks at a file as a device would. Takes whatever memory and time the file makes it take: for a process of its own. */
export const inspectModel = async (bytes: Uint8Array): Promise<InspectionAnswer> => {
  try {
    return { facts: await read(bytes) };
  } catch (error) {
    if (error instanceof ModelError) return { refused: error.message };
    throw error;
  }
};
