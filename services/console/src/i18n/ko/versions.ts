import type { Translation } from '../translation';
import type { versions as en } from '../en/versions';

export const versions: Translation<typeof en> = { title: '버전' };
