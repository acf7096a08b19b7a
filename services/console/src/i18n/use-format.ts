import { useTranslation } from 'react-i18next';
import { formatOf, type Format } from '../lib/format';

/** Numbers and times as the reader writes them. */
export const useFormat = (): Format => formatOf(useTranslation().i18n.language);
