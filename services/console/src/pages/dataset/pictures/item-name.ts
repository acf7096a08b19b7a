import type { Item } from '@tutti/contracts/datasets';
import { shortId } from '../../../lib/short';

/** What people call an item. */
export const nameOf = ({ fileName, id }: Pick<Item, 'fileName' | 'id'>): string => fileName ?? shortId(id);
