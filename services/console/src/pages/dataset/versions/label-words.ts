import { classesIn, type Label, type LabelSchema } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';

export type ClassNames = ReadonlyMap<string, { readonly name: string; readonly colour: string }>;

/** Classes by their keys, as they are called now. */
export const classNames = ({ classes }: LabelSchema): ClassNames =>
  new Map(classes.map(({ key, name, colour }) => [key, { name, colour }]));

/** What a label says, in words. */
export const useLabelWords = (names: ClassNames): ((label: Label) => string) => {
  const { t } = useTranslation();
  const nameOf = (key: string): string => names.get(key)?.name ?? key;
  return (label) => {
    if ('classKey' in label) return nameOf(label.classKey);
    if (label.boxes.length === 0) return t('versions.label.empty');
    return Object.entries(classesIn(label))
      .map(([key, count]) =>
        count === 1 ? nameOf(key) : t('versions.label.several', { count, name: nameOf(key) }),
      )
      .join(', ');
  };
};
