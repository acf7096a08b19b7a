import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../dialog';
import { useIssueToken } from '../../api/tokens';
import { isTag } from '../device/device-values';
import { ProblemAlert } from '../problem-alert';
import { IssuedToken } from './issued-token';
import { TokenFields } from './token-fields';
import { areUses, usualToken, wishOf } from './token-values';

const Form = ({
  onClose,
  issue,
}: {
  readonly onClose: () => void;
  readonly issue: ReturnType<typeof useIssueToken>;
}) => {
  const { t } = useTranslation();
  const [values, setValues] = useState(usualToken);
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    issue.mutate(wishOf(values));
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TokenFields values={values} onChange={setValues} />
        {issue.error && <ProblemAlert error={issue.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button
            type="submit"
            loading={issue.isPending}
            disabled={!areUses(values.uses) || !values.tags.every(isTag)}
          >
            {t('action.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

/** Asks what the token is for, then shows it, once. */
export const CreateTokenModal = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const issue = useIssueToken();
  return (
    <Dialog
      onClose={onClose}
      title={t(issue.data ? 'tokens.readyTitle' : 'tokens.create')}
      size="lg"
      closeOnClickOutside={!issue.data}
    >
      {issue.data ? (
        <IssuedToken token={issue.data.token} urls={issue.data.urls} onClose={onClose} />
      ) : (
        <Form onClose={onClose} issue={issue} />
      )}
    </Dialog>
  );
};
