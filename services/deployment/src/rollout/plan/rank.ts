import { createHash } from 'node:crypto';

/**
 * Devices in the order in which they are offered a model. It looks random, differs from model to model, so that not the
 * same ones are always first, and is the same whenever it is asked for.
 */
export const ranked = <Device extends { readonly id: string }>(
  modelId: string,
  devices: readonly Device[],
): Device[] =>
  devices
    .map((device) => ({
      device,
      rank: createHash('sha256')
        .update(modelId + device.id)
        .digest('hex'),
    }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ device }) => device);
