import { classesIn, type Item, type Label } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import type { ItemCommand } from '../../api/items';
import { eventTitleIn } from '../../i18n/server-words';
import { useLabeller } from './labeller-context';
import type { Standing } from './session/statements';
import type { Conflict } from './session/verdict';

const shownKinds = 4;

/** Labels, statements and changes in words. */
export const useLabelText = () => {
  const { t, i18n } = useTranslation();
  const { allClasses } = useLabeller();
  const nameOf = (key: string): string => allClasses.find((one) => one.key === key)?.name ?? key;

  const label = (of: Label | null): string => {
    if (!of) return t('labelling.noLabel');
    if ('classKey' in of) return nameOf(of.classKey);
    const counts = Object.entries(classesIn(of));
    if (counts.length === 0) return t('labelling.nothing');
    const texts = counts
      .slice(0, shownKinds)
      .map(([key, count]) => t('labelling.times', { count, name: nameOf(key) }));
    return [...texts, ...(counts.length > shownKinds ? ['…'] : [])].join(', ');
  };

  const standing = ({ state, label: of }: Standing): string =>
    t(`labelling.state.${state}`, { what: label(of) });

  const statement = (said: ItemCommand, { label: before }: Item): string => {
    if (said.type === 'label') return label(said.body.label);
    if (said.type === 'withdraw') return t('labelling.noLabel');
    if (said.type === 'exclude' || said.type === 'restore') return t(`labelling.said.${said.type}`);
    return label(before?.label ?? null);
  };

  const change = ({ label: of, type }: Conflict): string =>
    of === undefined ? eventTitleIn(i18n.language, type) : label(of);

  return { label, standing, statement, change, nameOf };
};
