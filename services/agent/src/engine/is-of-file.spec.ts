import { ModelError } from '@tutti/vision';
import { expect, it } from 'vitest';
import { isOfFile } from './is-of-file';
import { ModelChangedError } from './served-model';

const unreadable = (reason: string): Error =>
  new ModelError('model.unreadable', `ONNX Runtime cannot load the model: ${reason}`);

it.each([
  ['that has changed', new ModelChangedError('m.onnx is gone.')],
  ['that is no model', unreadable('Protobuf parsing failed.')],
])('a file %s is to blame', (_, error) => {
  expect(isOfFile(error)).toBe(true);
});

it.each([
  ['a disk', Object.assign(new Error('i/o error, read'), { code: 'EIO' })],
  ['file handles', Object.assign(new Error('too many open files'), { code: 'EMFILE' })],
  ['memory', new RangeError('Array buffer allocation failed')],
  ['memory of the runtime', unreadable('std::bad_alloc')],
  ['memory of the runtime on Windows', unreadable('Exception during initialization: bad allocation')],
  ['memory of its allocator', unreadable('Failed to allocate memory for requested buffer of size 4096')],
])('a machine without %s is, not the file', (_, error) => {
  expect(isOfFile(error)).toBe(false);
});
