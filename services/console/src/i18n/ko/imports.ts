import type { Translation } from '../translation';
import type { imports as en } from '../en/imports';

export const imports: Translation<typeof en> = { title: '가져오기' };
