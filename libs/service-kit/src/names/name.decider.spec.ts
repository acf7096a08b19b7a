import { given } from '@tutti/testing';
import { describe, expect, test } from 'vitest';
import { nameDecider } from './name.decider';
import { foldName, nameId } from './name-id';

const decider = nameDecider('devices');
const claimed = (owner: string) => ({ type: 'NameClaimed', data: { owner } }) as const;
const released = (owner: string) => ({ type: 'NameReleased', data: { owner } }) as const;

describe('a name', () => {
  test('is claimed when free', () => {
    given(decider).when({ type: 'ClaimName', owner: 'a' }).gives(claimed('a'));
    given(decider, claimed('a'), released('a')).when({ type: 'ClaimName', owner: 'b' }).gives(claimed('b'));
  });

  test('that the owner claims again says nothing new', () => {
    given(decider, claimed('a')).when({ type: 'ClaimName', owner: 'a' }).gives();
  });

  test('of somebody else is refused', () => {
    given(decider, claimed('a')).when({ type: 'ClaimName', owner: 'b' }).isRefused('name.taken');
  });

  test('is released by its owner alone', () => {
    given(decider, claimed('a')).when({ type: 'ReleaseName', owner: 'a' }).gives(released('a'));
    given(decider, claimed('a')).when({ type: 'ReleaseName', owner: 'b' }).gives();
    given(decider).when({ type: 'ReleaseName', owner: 'a' }).gives();
  });
});

test('spellings of one name have one id, in each context another', () => {
  const vault = { mac: (purpose: string, value: string) => `${purpose}|${value}` };
  expect(nameId(vault, 'identity', ' Ａdmin ')).toBe(nameId(vault, 'identity', 'admin'));
  expect(nameId(vault, 'identity', 'admin')).not.toBe(nameId(vault, 'devices', 'admin'));
  expect(foldName('Zoë')).not.toBe(foldName('Zoe'));
});
