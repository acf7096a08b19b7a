import { Text } from '@mantine/core';
import { ServerWords } from './server-words';

interface Props {
  /** In the reader's language; absent where nobody has words for its code. */
  readonly word: string | undefined;
  /** What the server or the device says of it. */
  readonly message: string;
}

/** Why something failed, in a cell of a table. */
export const ToldFailure = ({ word, message }: Props) => {
  if (word === undefined) return <ServerWords size="sm">{message}</ServerWords>;
  return (
    <>
      <Text size="sm">{word}</Text>
      <ServerWords size="xs" c="dimmed">
        {message}
      </ServerWords>
    </>
  );
};
