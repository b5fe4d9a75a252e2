/** Words back to shell text: a word that the shell would read differently is put in single quotes. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

export function shellText(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}
