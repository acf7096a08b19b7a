import { Text, type TextProps } from '@mantine/core';

interface Props extends TextProps {
  readonly children: string;
}

/** What the server or a device says itself: in English, whoever reads it. */
export const ServerWords = (props: Props) => <Text lang="en" className="wrap-anywhere" {...props} />;
