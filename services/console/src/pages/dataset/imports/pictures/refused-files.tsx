import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { UnreadableFile } from '../../../../api/picture-uploads';
import { problemText } from '../../../../components/problem-text';
import type { RefusedFile, UploadState } from '../../../../lib/upload/upload-state';

/** Why a file was not taken, in the reader's words. */
const useReason = (): ((refused: RefusedFile) => string) => {
  const { t, i18n } = useTranslation();
  return ({ why }) => {
    if (typeof why === 'string') return t(`imports.pictures.faults.${why}`);
    if (why.error instanceof UnreadableFile) return t('imports.pictures.faults.unreadable');
    const { title, detail } = problemText(why.error, t, i18n.language);
    return detail === '' ? title : `${title} (${detail})`;
  };
};

/** The files that were not taken, each with why. */
export const RefusedFiles = ({ state }: { readonly state: UploadState }) => {
  const { t } = useTranslation();
  const reasonOf = useReason();
  const { refused, refusals } = state;
  if (refused === 0) return null;
  const title = t('imports.pictures.refused', { count: refused });
  return (
    <details open={refused <= 10}>
      <summary style={{ cursor: 'pointer', fontSize: 'var(--mantine-font-size-sm)', fontWeight: 600 }}>
        {title}
      </summary>
      <Table.ScrollContainer
        minWidth={0}
        mah={320}
        type="native"
        tabIndex={0}
        role="region"
        aria-label={title}
      >
        <Table fz="sm" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('imports.pictures.file')}</Table.Th>
              <Table.Th>{t('imports.pictures.why')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {refusals.map((one, index) => (
              <Table.Tr key={index}>
                <Table.Td className="wrap-anywhere">{one.name}</Table.Td>
                <Table.Td className="wrap-anywhere">{reasonOf(one)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {refused > refusals.length && (
        <Text size="xs" c="dimmed">
          {t('imports.pictures.firstRefused', { count: refusals.length })}
        </Text>
      )}
    </details>
  );
};
