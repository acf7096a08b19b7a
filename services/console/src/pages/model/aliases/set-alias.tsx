import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { aliasName, type Model } from '@tutti/contracts/training';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAliases, useSetAlias } from '../../../api/models';
import { Dialog } from '../../../components/dialog';
import { modelName } from '../../../components/model/model-name';
import { ProblemAlert } from '../../../components/problem-alert';
import { notifyDone } from '../../../lib/notify';

interface Props {
  readonly model: Model;
  readonly streamId: string;
  readonly onClose: () => void;
}

/** What holds now, and would not any more. */
const Before = ({ model, streamId, name }: Omit<Props, 'onClose'> & { readonly name: string }) => {
  const { t } = useTranslation();
  const { data: aliases = [] } = useAliases(streamId);
  const before = aliases.find((alias) => alias.name === name);
  return (
    <div role="status">
      {before && (
        <Text size="sm">{t('models.aliases.now', { alias: name, version: before.modelVersion })}</Text>
      )}
      {model.gate?.passes === false && (
        <Text size="sm" c="var(--tutti-warn)">
          {t('stream.models.makeHeld')}
        </Text>
      )}
    </div>
  );
};

/** Makes a name mean this model. */
export const SetAlias = ({ model, streamId, onClose }: Props) => {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const set = useSetAlias(streamId);
  const isValid = aliasName.safeParse(name.trim()).success;
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setTried(true);
    if (!isValid) return;
    const alias = name.trim();
    set.mutateAsync({ name: alias, modelId: model.id }).then(
      () => {
        notifyDone(t('models.aliases.done', { alias, name: modelName(model) }));
        onClose();
      },
      () => undefined,
    );
  };
  return (
    <Dialog title={t('models.aliases.setTitle', { name: modelName(model) })} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={t('models.aliases.field')}
            description={t('models.aliases.fieldHint')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={tried && !isValid && t('models.aliases.invalid')}
            maxLength={32}
            required
            data-autofocus
          />
          <Before model={model} streamId={streamId} name={name.trim()} />
          {set.error && <ProblemAlert error={set.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={set.isPending}>
              {t('models.aliases.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};
