package io.releasemedia.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantFoldersTest {

    @ParameterizedTest
    @CsvSource({
        "acme,acme",
        "550e8400-e29b-41d4-a716-446655440000,550e8400-e29b-41d4-a716-446655440000",
        "Acme,_41cme",
        "a_b,a_5fb",
        "..,_2e_2e",
        "a/b,a_2fb",
        "-rf,_2drf",
        "ü,_c3_bc",
        "'',_",
    })
    void aNameIsSafeAndReadable(String tenant, String name) {
        assertThat(TenantFolders.name(tenant)).isEqualTo(name);
    }

    @Test
    void noTwoTenantsShareAFolder() {
        List<String> tenants = List.of(
                "a",
                "A",
                "a ",
                " a",
                "_61",
                "_",
                "",
                "a/b",
                "a\\b",
                "a_2fb",
                "..",
                ".",
                "\u202ea",
                "a\n",
                "é",
                "e\u0301",
                "x".repeat(200),
                "x".repeat(201),
                "x".repeat(300),
                "X".repeat(100),
                "X".repeat(101),
                "%61",
                "~");
        Set<String> names = new HashSet<>();

        for (String tenant : tenants) {
            String name = TenantFolders.name(tenant);
            assertThat(name).matches("[a-z0-9_][a-z0-9_-]{0,199}");
            assertThat(names.add(name)).as(tenant).isTrue();
        }
    }
}
