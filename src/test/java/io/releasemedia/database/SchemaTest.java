package io.releasemedia.database;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.testing.TestDatabase;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Databases that the product does not work with. */
class SchemaTest {

    @Test
    void aDatabaseOfAnotherEncodingIsRefused() throws Exception {
        try (TestDatabase near = TestDatabase.create()) {
            Database.Server server = near.location().server().orElseThrow();
            String nearName = near.jdbc()
                    .sql("select current_database()")
                    .query(String.class)
                    .single();
            String name = nearName + "_ascii";
            near.jdbc()
                    .sql("create database " + name + " template template0 encoding 'SQL_ASCII' locale 'C'")
                    .update();
            try {
                Database.Server ascii =
                        new Database.Server(server.url().replace(nearName, name), server.username(), server.password());

                assertThatThrownBy(() -> Database.open(
                                new Database.Location(
                                        Optional.of(ascii), near.location().home()),
                                2))
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContaining(name)
                        .hasMessageContaining("has the encoding SQL_ASCII, UTF8 is needed");
            } finally {
                near.jdbc().sql("drop database " + name).update();
            }
        }
    }
}
