import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ClassDraft, DraftFaults } from './class-draft';
import { ColourField } from './colour-field';
import './class-fields.css';

interface Props {
  readonly draft: ClassDraft;
  readonly faults: DraftFaults;
  /** Tells the fields of several classes apart. */
  readonly number: number;
  readonly onChange: (draft: ClassDraft) => void;
  readonly autoFocus?: boolean;
}

/** Colour, name and key of a class in one line. */
export const ClassFields = ({ draft, faults, number, onChange, autoFocus = false }: Props) => {
  const { t } = useTranslation();
  const { nameTaken, shortcutBad, shortcutOf } = faults;
  const keyFault = shortcutBad
    ? t('datasets.form.keyBad')
    : shortcutOf !== undefined && t('datasets.form.keyTwice', { name: shortcutOf });
  return (
    <div className="class-fields">
      <ColourField
        label={t('datasets.form.colour', { number })}
        value={draft.colour}
        onChange={(colour) => onChange({ ...draft, colour })}
      />
      <TextInput
        aria-label={t('datasets.form.className', { number })}
        placeholder={t('datasets.form.newClass')}
        maxLength={64}
        data-autofocus={autoFocus ? '' : undefined}
        value={draft.name}
        error={nameTaken && t('datasets.form.twice')}
        onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
      />
      <TextInput
        className="class-key"
        aria-label={t('datasets.form.shortcut', { number })}
        placeholder="a–z"
        maxLength={1}
        autoCapitalize="none"
        autoComplete="off"
        classNames={{ input: 'mono' }}
        value={draft.shortcut}
        error={keyFault}
        onChange={(event) => onChange({ ...draft, shortcut: event.currentTarget.value.toLowerCase() })}
      />
    </div>
  );
};
