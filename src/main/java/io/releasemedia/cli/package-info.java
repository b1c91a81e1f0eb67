/** The command line: one class a command, exit codes, progress, and what people and machines read. */
@NullMarked
package io.releasemedia.cli;

import org.jspecify.annotations.NullMarked;
