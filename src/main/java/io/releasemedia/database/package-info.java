/**
 * The database that comes with the product: {@link io.releasemedia.database.EmbeddedPostgres} unpacks, starts, shares
 * and stops a PostgreSQL server whose data live in the product's home folder. Knows nothing of what is stored in it.
 */
@NullMarked
package io.releasemedia.database;

import org.jspecify.annotations.NullMarked;
