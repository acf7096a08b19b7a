import type { DeploymentMode, Incompatibility } from '@tutti/contracts/deployment';
import { describe, expect, test } from 'vitest';
import type { TargetDevice } from '../../fleet/target-devices';
import { incompatibilities, memoryNeeded } from './compatibility';
import { device, model } from './plan.fixture';

const { artifact } = model;
const reasons = (changes: Partial<TargetDevice>, mode: DeploymentMode = 'replace') =>
  incompatibilities(device('a', changes), { model, mode });

describe('a device takes a model', () => {
  test.each<[string, Partial<TargetDevice>, Incompatibility[]]>([
    ['that has all that it needs', {}, []],
    ['unless it is suspended', { lifecycle: 'suspended' }, ['not-registered']],
    ['unless nobody has let it in', { lifecycle: 'requested' }, ['not-registered']],
    ['whatever comes behind the number of its version', { agentVersion: '0.1.0-dev.3' }, []],
    ['with a newer agent', { agentVersion: 'v12.0.1' }, []],
    ['unless its agent knows no deployments', { agentVersion: '0.0.9' }, ['agent-version']],
    ['unless nobody knows its agent', { agentVersion: 'mine' }, ['unknown']],
    ['unless it never said what it is', { agentVersion: null, memoryBytes: null }, ['unknown']],
    ['with just enough memory', { memoryBytes: memoryNeeded(artifact) }, []],
    ['unless its memory is too small', { memoryBytes: memoryNeeded(artifact) - 1 }, ['memory']],
    ['with just enough room', { spareDiskBytes: artifact.bytes }, []],
    ['unless its disk is full', { spareDiskBytes: artifact.bytes - 1 }, ['disk']],
    ['that it has, however full its disk is', { spareDiskBytes: 0, modelDigest: artifact.digest }, []],
    ['when it never told of its disk: it looks itself', { spareDiskBytes: null }, []],
    ['for any task', { modelTask: 'detection' }, []],
    ['where none was before', { modelTask: null, modelDigest: null }, []],
    [
      'for all reasons that there are',
      { lifecycle: 'suspended', agentVersion: '0.0.1', memoryBytes: 1, spareDiskBytes: 1 },
      ['not-registered', 'agent-version', 'memory', 'disk'],
    ],
  ])('%s', (_, changes, expected) => expect(reasons(changes)).toEqual(expected));

  test('beside its own where that answers the same question', () => {
    expect(reasons({}, 'shadow')).toEqual([]);
    expect(reasons({ modelTask: 'detection' }, 'shadow')).toEqual(['task']);
    expect(reasons({ modelTask: null }, 'shadow')).toEqual(['task']);
  });
});
