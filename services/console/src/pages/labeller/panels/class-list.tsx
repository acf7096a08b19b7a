import { Group, Kbd, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { foldClassName, type ShownClass } from '@tutti/contracts/datasets';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keysOf } from '../keys';
import { useLabeller } from '../labeller-context';

interface Props {
  readonly chosen: string | undefined;
  readonly isEnabled: boolean;
  readonly onChoose: (key: string) => void;
}

const toStage = (): void =>
  document.querySelector<HTMLElement>('[data-stage]')?.focus({ preventScroll: true });

/** More than these are looked for by name. */
const manyClasses = 12;

const Progress = ({ of }: { readonly of: ShownClass }) => {
  const { t } = useTranslation();
  const { progress } = useLabeller();
  const mine = progress?.classes.find(({ key }) => key === of.key);
  if (!mine || !progress) return null;
  const { items, missing } = mine;
  return (
    <span className="lb-row-aside num" data-missing={missing > 0 ? '' : undefined}>
      <span aria-hidden="true">
        {items}/{progress.required}
      </span>
      <VisuallyHidden>
        {t('labelling.classes.ofRequired', { items, required: progress.required })}
        {missing > 0 && `, ${t('labelling.classes.missing', { count: missing })}`}
      </VisuallyHidden>
    </span>
  );
};

const ClassButton = ({ of, chosen, isEnabled, onChoose }: Props & { readonly of: ShownClass }) => {
  const { keys } = useLabeller();
  const [key] = keysOf(of, keys);
  return (
    <button
      type="button"
      className="lb-row"
      data-class={of.key}
      aria-pressed={of.key === chosen}
      aria-keyshortcuts={key}
      disabled={!isEnabled}
      title={of.description ?? undefined}
      onClick={() => onChoose(of.key)}
    >
      <span className="lb-swatch" style={{ background: of.colour }} />
      <span className="lb-row-name">{of.name}</span>
      <Progress of={of} />
      {key !== undefined && <Kbd aria-hidden="true">{key.toUpperCase()}</Kbd>}
    </button>
  );
};

/** What can be said, with the keys that say it and what training still needs. */
export const ClassList = (props: Props) => {
  const { t } = useTranslation();
  const { classes, progress } = useLabeller();
  const [wanted, setWanted] = useState('');
  const shown = classes.filter(({ name }) => foldClassName(name).includes(foldClassName(wanted)));
  const chooseFirst = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const [first] = shown;
    if (!first || !props.isEnabled) return;
    props.onChoose(first.key);
    setWanted('');
    toStage();
  };
  return (
    <>
      {classes.length > manyClasses && (
        <form onSubmit={chooseFirst}>
          <TextInput
            size="xs"
            mb={6}
            data-search=""
            aria-label={t('labelling.classes.search')}
            placeholder={t('labelling.classes.search')}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
            onKeyDown={({ key }) => {
              if (key === 'Escape') toStage();
            }}
          />
        </form>
      )}
      {shown.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('labelling.classes.noneMatches')}
        </Text>
      )}
      <ul className="lb-list lb-classes" aria-label={t('labelling.classes.title')}>
        {shown.map((of) => (
          <li key={of.key}>
            <ClassButton of={of} {...props} />
          </li>
        ))}
      </ul>
      {progress?.ready === true && (
        <Group mt={6}>
          <Text size="xs" c="var(--tutti-good)">
            {t('labelling.classes.ready')}
          </Text>
        </Group>
      )}
    </>
  );
};
