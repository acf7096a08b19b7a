import { createHash } from 'node:crypto';
import type { Dataset, ImportJob } from '@tutti/contracts/datasets';
import type { InferenceEntry } from '@tutti/contracts/devices';
import { SimulatedDevice } from '@tutti/testing';
import { expect } from 'vitest';
import { pictureOf, type Caller } from './labelling';

const tus = { 'tus-resumable': '1.0.0' };

/** A camera that sends pictures with what its model says of them. */
export class Camera {
  private constructor(private readonly device: SimulatedDevice) {}

  static async join(url: string, admin: Caller, serial: string): Promise<Camera> {
    const wanted = { ttlSeconds: 3600, maxUses: 1, autoAccept: true };
    const { token } = await admin.call<{ token: string }>('POST /enrolment-tokens', wanted);
    const device = new SimulatedDevice({ url, serial });
    await device.ask({ token });
    return new Camera(device);
  }

  async send(number: number, result: Partial<InferenceEntry>): Promise<void> {
    const { device } = this;
    const picture = await pictureOf(number);
    const begun = await device.call({
      method: 'POST',
      path: '/api/v1/frame-uploads',
      headers: { ...tus, 'upload-length': String(picture.length) },
    });
    const uploadId = begun.headers.get('location')?.split('/').at(-1) ?? '';
    await device.call({
      method: 'PATCH',
      path: `/api/v1/frame-uploads/${uploadId}`,
      body: picture,
      contentType: 'application/offset+octet-stream',
      headers: { ...tus, 'upload-offset': '0' },
    });
    const about = {
      journal: device.journal,
      sha256: createHash('sha256').update(picture).digest('hex'),
      size: picture.length,
      type: 'image/png',
      result: device.inference(result),
      reasons: ['threshold'],
      auditShare: 0.1,
    };
    const body = Buffer.from(JSON.stringify({ uploadId, about }));
    const added = await device.call({
      method: 'POST',
      path: '/api/v1/frames',
      body,
      contentType: 'application/json',
    });
    expect(added.status, await added.text()).toBeLessThan(300);
  }
}

/** All that cameras sent becomes items. */
export const importFrames = async (admin: Caller, { id: datasetId }: Dataset): Promise<void> => {
  const source = { kind: 'devices' };
  const { id } = await admin.call<ImportJob>('POST /imports', { datasetId, source });
  await expect
    .poll(async () => (await admin.call<ImportJob>(`GET /imports/${id}`)).state, { timeout: 60_000 })
    .toBe('finished');
};
