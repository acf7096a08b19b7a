import { ModelError } from '@tutti/vision';
import { expect, it } from 'vitest';
import { DeploymentFailure } from './deployment-failure';
import { unloadable } from './warm-up';

it.each([
  [new DeploymentFailure('disk.full', ''), true],
  [new DeploymentFailure('agent.failed', 'EMFILE'), true],
  [unloadable(new ModelError('model.unreadable', 'std::bad_alloc')), true],
  [unloadable(new Error('EMFILE: too many open files')), true],
  [unloadable(new ModelError('model.unreadable', 'no ONNX file')), false],
  [new DeploymentFailure('golden.wrong', ''), false],
  [new DeploymentFailure('artifact.gone', ''), false],
])('what is wrong with a machine may pass, what is wrong with a model does not: %o', (failure, mayPass) =>
  expect(failure.mayPass).toBe(mayPass),
);
