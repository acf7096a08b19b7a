import type { FieldTable, ListSpec } from '@tutti/service-kit';
import type { FrameRow } from './frame.table';

const encode = (time: Date): number => time.getTime();

/** What frames can be filtered by. `device` is the fleet's row of whoever sent it. */
export const frameFields: FieldTable = {
  id: { type: 'string', column: 'row.id' },
  device: { type: 'string', column: 'row.deviceId' },
  deviceName: { type: 'string', column: 'device.name' },
  serial: { type: 'string', column: 'device.serial' },
  tag: { type: 'tags', column: 'device.tags', bits: 'device.tagBits' },
  model: { type: 'string', column: 'row.model' },
  modelVersion: { type: 'string', column: 'row.modelVersion' },
  label: { type: 'string', column: 'row.label' },
  score: { type: 'number', column: 'row.score' },
  reason: { type: 'tags', column: 'row.reasons' },
  inputFile: { type: 'string', column: 'row.inputFile' },
  at: { type: 'time', column: 'row.at', encode },
  receivedAt: { type: 'time', column: 'row.receivedAt', encode },
};

const sorts = {
  at: { column: 'row.at', value: ({ at }: FrameRow) => at },
  score: { column: 'row.score', value: ({ score }: FrameRow) => score },
};

/** The id goes the way of the order before it: both stand in one index. */
const isDescending = (sort: string | undefined): boolean => /:\s*DESC\s*$/i.test(sort || 'at:DESC');

export const frameListSpec = <Row extends FrameRow>(sort: string | undefined): ListSpec<Row> => ({
  name: 'frames',
  fields: frameFields,
  sorts,
  defaultSort: [{ ...sorts.at, direction: 'DESC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: isDescending(sort) ? 'DESC' : 'ASC' },
});
