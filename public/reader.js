/** The reader. */
