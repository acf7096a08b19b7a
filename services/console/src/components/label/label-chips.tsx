import { classesIn, type Item } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { ClassChip } from './class-chip';
import type { Classes } from './label-boxes';

const shownClasses = 4;

interface Props {
  readonly item: Item;
  readonly classes: Classes;
}

const Predicted = ({ item: { prediction }, classes }: Props) => {
  const format = useFormat();
  if (!prediction) return null;
  const { label, score } = prediction;
  const known = classes.get(label) ?? [...classes.values()].find(({ name }) => name === label);
  return (
    <ClassChip colour={known?.colour} predicted>
      {known?.name ?? label} {format.percent(score)}
    </ClassChip>
  );
};

/** What the label says, by class; what a model says where nobody has labelled. */
export const LabelChips = ({ item, classes }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  if (!item.label) return <Predicted item={item} classes={classes} />;
  const counts = Object.entries(classesIn(item.label.label));
  if (counts.length === 0) return <ClassChip>{t('pictures.nothingInIt')}</ClassChip>;
  return (
    <>
      {counts.slice(0, shownClasses).map(([key, count]) => (
        <ClassChip key={key} colour={classes.get(key)?.colour}>
          {classes.get(key)?.name ?? key}
          {count > 1 && ` ×${format.number(count)}`}
        </ClassChip>
      ))}
      {counts.length > shownClasses && <ClassChip>+{counts.length - shownClasses}</ClassChip>}
    </>
  );
};
