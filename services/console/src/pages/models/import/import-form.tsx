import { Button, Group, Stack, Text, TextInput, Textarea } from '@mantine/core';
import type { Model } from '@tutti/contracts/training';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileUpload } from '../../../api/file-upload';
import { forgetModelUpload } from '../../../api/model-uploads';
import { useImportModel } from '../../../api/models';
import { ProblemAlert } from '../../../components/problem-alert';
import { Section } from '../../../components/section';
import { useStore } from '../../../lib/use-store';

interface Props {
  readonly upload: FileUpload;
  readonly onMade: (model: Model) => void;
}

const mostLetters = 64;

/** `yolo-v8.onnx` → `yolo-v8`. */
const nameOf = ({ name }: File): string => name.replace(/\.onnx$/i, '').slice(0, mostLetters);

/** What the model shall be called; it is taken in once all of it is there. */
export const ImportForm = ({ upload, onMade }: Props) => {
  const { t } = useTranslation();
  const { uploadId } = useStore(upload.state);
  const [name, setName] = useState(nameOf(upload.file));
  const [description, setDescription] = useState('');
  const take = useImportModel();
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (uploadId === undefined || name.trim() === '') return;
    const about = description.trim() === '' ? {} : { description: description.trim() };
    take.mutateAsync({ uploadId, name: name.trim(), ...about }).then(
      (model) => {
        onMade(model);
        forgetModelUpload();
      },
      () => undefined,
    );
  };
  return (
    <Section title={t('models.import.submit')}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t('models.import.name')}
            description={t('models.import.nameHint')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={mostLetters}
            required
          />
          <Textarea
            label={t('models.import.description')}
            description={t('models.import.descriptionHint')}
            placeholder={t('field.optional')}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
            maxLength={1024}
            autosize
            minRows={2}
          />
          {take.error && <ProblemAlert error={take.error} />}
          <Group justify="flex-end">
            {take.isPending && (
              <Text size="sm" c="dimmed" role="status">
                {t('models.import.reading')}
              </Text>
            )}
            <Button type="submit" loading={take.isPending} disabled={uploadId === undefined}>
              {t('models.import.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
};
