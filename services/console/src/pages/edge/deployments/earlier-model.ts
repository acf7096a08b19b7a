import { beforeNewest, type Installation } from '@tutti/contracts/deployment';

export interface EarlierModel {
  readonly modelId: string;
  readonly name: string;
}

/** What judges now, of a history that begins with the newest. */
export const currentOf = (installations: readonly Installation[]): Installation | undefined =>
  installations.find(({ until }) => until === null);

/** The model with this file, where a rollout brought it: of one that was restored only the file is known. */
const modelIdOf = (installations: readonly Installation[], digest: string): string | undefined =>
  installations.find(({ model, modelId }) => model?.digest === digest && modelId !== null)?.modelId ??
  undefined;

/** The model before the current one that the device had confirmed, and that can be sent again. */
export const earlierModel = (installations: readonly Installation[]): EarlierModel | undefined => {
  const current = currentOf(installations);
  if (!current?.model) return undefined;
  const older = installations.slice(installations.indexOf(current) + 1);
  const steps = [current, ...older.filter(({ confirmed }) => confirmed)].flatMap(({ model }) => {
    const modelId = model ? modelIdOf(installations, model.digest) : undefined;
    if (!model || (modelId === undefined && model !== current.model)) return [];
    return [{ digest: model.digest, name: `${model.name} ${model.version}`, modelId }];
  });
  const earlier = beforeNewest(steps, ({ digest }) => digest);
  return earlier?.modelId === undefined ? undefined : { modelId: earlier.modelId, name: earlier.name };
};
