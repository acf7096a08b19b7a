import { Button, Group, Stack } from '@mantine/core';
import type { Channel } from '@tutti/contracts/summary';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangeChannel, useDefineChannel } from '../../../api/channels';
import { useIdempotencyKey } from '../../../api/use-idempotency-key';
import { Dialog } from '../../../components/dialog';
import { ProblemAlert } from '../../../components/problem-alert';
import { notifyDone } from '../../../lib/notify';
import { changeOf, definitionOf, draftOf, newDraft, type ChannelDraft } from './channel-draft';
import { KindField } from './kind-field';
import { RouteFields } from './route-fields';
import { WhereFields } from './where-fields';

interface FormProps {
  readonly draft: ChannelDraft;
  readonly onChange: (draft: ChannelDraft) => void;
  /** What is changed; absent of a new one. */
  readonly channel?: Channel;
  readonly complete: boolean;
  readonly pending: boolean;
  readonly error: unknown;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
}

const Form = ({ draft, onChange, channel, onSubmit, onClose, ...state }: FormProps) => {
  const { t } = useTranslation();
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit} autoComplete="off">
      <Stack gap="lg">
        {!channel && <KindField kind={draft.kind} onChange={(kind) => onChange({ ...draft, kind })} />}
        <WhereFields draft={draft} onChange={onChange} error={state.error} {...(channel && { channel })} />
        {draft.kind !== 'summary-server' && (
          <RouteFields route={draft.route} onChange={(route) => onChange({ ...draft, route })} />
        )}
        {Boolean(state.error) && <ProblemAlert error={state.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={state.pending} disabled={!state.complete}>
            {t(channel ? 'channels.form.save' : 'channels.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

interface AddProps {
  readonly onClose: () => void;
}

const Add = ({ onClose }: AddProps) => {
  const { t, i18n } = useTranslation();
  const [draft, setDraft] = useState(() => newDraft(i18n.language === 'ko' ? 'ko' : 'en'));
  const wanted = definitionOf(draft);
  const define = useDefineChannel(useIdempotencyKey(JSON.stringify(draft)));
  const done = (): void => {
    notifyDone(t('channels.form.addDone', { name: draft.name.trim() }));
    onClose();
  };
  return (
    <Form
      draft={draft}
      onChange={setDraft}
      complete={wanted !== undefined}
      pending={define.isPending}
      error={define.error}
      onSubmit={() => wanted && define.mutate(wanted, { onSuccess: done })}
      onClose={onClose}
    />
  );
};

interface ChangeProps extends AddProps {
  readonly channel: Channel;
}

const Change = ({ channel, onClose }: ChangeProps) => {
  const { t } = useTranslation();
  // What the form was filled from: a change by somebody else meanwhile is noticed.
  const [known] = useState(channel);
  const [draft, setDraft] = useState(() => draftOf(known));
  const wanted = changeOf(draft, known);
  const change = useChangeChannel(known);
  const done = (): void => {
    notifyDone(t('channels.form.changeDone', { name: draft.name.trim() }));
    onClose();
  };
  const send = (): void => {
    // The alert that it was opened from goes with the trouble.
    if (wanted) void change.mutateAsync(wanted).then(done, () => undefined);
  };
  return (
    <Form
      draft={draft}
      onChange={setDraft}
      channel={known}
      complete={wanted !== undefined}
      pending={change.isPending}
      error={change.error}
      onSubmit={send}
      onClose={onClose}
    />
  );
};

interface Props extends AddProps {
  readonly channel?: Channel;
}

/** A new channel, or another address, secret or choice of one. */
export const ChannelDialog = ({ channel, onClose }: Props) => {
  const { t } = useTranslation();
  const title = channel
    ? t('channels.form.changeTitle', { name: channel.name })
    : t('channels.form.addTitle');
  return (
    <Dialog onClose={onClose} title={title} size="lg" closeOnClickOutside={false}>
      {channel ? <Change channel={channel} onClose={onClose} /> : <Add onClose={onClose} />}
    </Dialog>
  );
};
