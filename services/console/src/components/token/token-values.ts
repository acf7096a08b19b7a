import type { TokenWish } from '../../api/tokens';
import { textToTags } from '../../lib/tag-text';

/** Seconds that a token may be valid. */
export const ttls = { hour: 3_600, day: 86_400, week: 604_800, month: 2_592_000, year: 31_536_000 } as const;
export type Ttl = keyof typeof ttls;

export interface TokenValues {
  readonly note: string;
  readonly ttl: Ttl;
  readonly uses: string;
  readonly autoAccept: boolean;
  readonly site: string;
  readonly tags: readonly string[];
}

export const usualToken: TokenValues = {
  note: '',
  ttl: 'day',
  uses: '1',
  autoAccept: true,
  site: '',
  tags: [],
};

export const maxUses = 100_000;

export const areUses = (text: string): boolean =>
  /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= maxUses;

/** The request's body; what was left empty is left out. */
export const wishOf = ({ note, ttl, uses, autoAccept, site, tags }: TokenValues): TokenWish => ({
  ttlSeconds: ttls[ttl],
  maxUses: Number(uses),
  autoAccept,
  ...(note.trim() === '' ? {} : { note: note.trim() }),
  ...(site.trim() === '' ? {} : { site: site.trim() }),
  ...(tags.length === 0 ? {} : { tags: textToTags(tags) }),
});
