import type { Frame } from '@tutti/contracts/datasets';
import { samplingReason } from '@tutti/contracts/devices';
import type { FleetDeviceRow } from '@tutti/service-kit';
import type { FrameRow } from './frame.table';

/** A frame with what is known of the device that sent it. */
export interface ShownFrame extends FrameRow {
  readonly device?: FleetDeviceRow | null;
}

const time = (at: number): string => new Date(at).toISOString();

/** A row as the API shows it. */
export const toFrame = ({ device, thumbnail: _, ...row }: ShownFrame): Frame => ({
  id: row.id,
  deviceId: row.deviceId,
  deviceName: device?.name ?? null,
  journal: row.journal,
  seq: row.seq,
  at: time(row.at),
  receivedAt: time(row.receivedAt),
  prediction: row.prediction,
  inputFile: row.inputFile,
  reasons: samplingReason.options.filter((reason) => reason in row.reasons),
  auditShare: row.auditShare,
  digest: row.digest,
  bytes: row.bytes,
  mediaType: row.mediaType,
  width: row.width,
  height: row.height,
  orientation: row.orientation,
  pictureUrl: `/api/v1/frames/${row.id}/picture`,
  thumbnailUrl: `/api/v1/frames/${row.id}/thumbnail`,
});
