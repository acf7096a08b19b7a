import type { Translation } from '../translation';
import type { labelling as en } from '../en/labelling';

export const labelling: Translation<typeof en> = { title: '라벨링' };
