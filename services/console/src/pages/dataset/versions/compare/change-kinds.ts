import type { VersionChangeKind } from '@tutti/contracts/datasets';

export const changeKinds: readonly VersionChangeKind[] = ['added', 'removed', 'relabelled', 'moved'];
