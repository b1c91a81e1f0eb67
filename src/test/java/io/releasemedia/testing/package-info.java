/** What tests share: databases and child processes. */
@NullMarked
package io.releasemedia.testing;

import org.jspecify.annotations.NullMarked;
