package io.releasemedia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.releasemedia.job.JobFile;
import io.releasemedia.job.JobSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The manifests are what Kubernetes knows, and ask for what they should. */
class KubernetesManifestsTest {

    private static final Path FOLDER = Path.of("jobs/schedule/kubernetes");

    /** The model keeps what it does not know; here that is an error. */
    private static final ObjectMapper STRICT =
            JsonMapper.builder().annotationIntrospector(new NoAnySetter()).build();

    private static final class NoAnySetter extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }

    private static List<Map<String, Object>> documents(String file) throws Exception {
        return StreamSupport.stream(
                        new Yaml()
                                .loadAll(Files.readString(FOLDER.resolve(file)))
                                .spliterator(),
                        false)
                .map(document -> {
                    @SuppressWarnings("unchecked")
                    Map<String, Object> map = (Map<String, Object>) document;
                    return map;
                })
                .toList();
    }

    private static <T> T only(String file, Class<T> type) throws Exception {
        return documents(file).stream()
                .filter(document -> type.getSimpleName().equals(document.get("kind")))
                .map(document -> STRICT.convertValue(document, type))
                .findAny()
                .orElseThrow();
    }

    private static Deployment workers() throws Exception {
        return only("worker-deployment.yaml", Deployment.class);
    }

    private static CronJob manager() throws Exception {
        return only("manager-cronjob.yaml", CronJob.class);
    }

    private static PodSpec pod(String which) throws Exception {
        return which.equals("workers")
                ? workers().getSpec().getTemplate().getSpec()
                : manager().getSpec().getJobTemplate().getSpec().getTemplate().getSpec();
    }

    @Test
    void aFieldThatKubernetesDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> STRICT.convertValue(
                        Map.of("kind", "Deployment", "spec", Map.of("replica", 4)), Deployment.class))
                .hasMessageContaining("replica");
    }

    @ParameterizedTest
    @ValueSource(strings = {"workers", "manager"})
    void aPodMayDoNoMoreThanItNeeds(String which) throws Exception {
        PodSpec pod = pod(which);
        Container container = pod.getContainers().get(0);

        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"workers", "manager"})
    void aPodSaysWhatItNeeds(String which) throws Exception {
        Container container = pod(which).getContainers().get(0);
        Map<String, Quantity> limits = container.getResources().getLimits();
        Map<String, Quantity> requests = container.getResources().getRequests();

        assertThat(requests).containsOnlyKeys("cpu", "memory");
        assertThat(Quantity.getAmountInBytes(limits.get("memory")))
                .isGreaterThanOrEqualTo(Quantity.getAmountInBytes(requests.get("memory")));
        assertThat(pod(which).getVolumes())
                .as("what is mounted is a volume")
                .extracting("name")
                .containsAll(container.getVolumeMounts().stream()
                        .map(mount -> mount.getName())
                        .toList());
        assertThat(container.getVolumeMounts()).extracting("mountPath").contains("/tmp");
    }

    @Test
    void aWorkerIsWatchedAndHasTimeToEnd() throws Exception {
        PodSpec pod = pod("workers");
        Container container = pod.getContainers().get(0);
        List<String> arguments = container.getArgs();
        int port = Integer.parseInt(arguments.get(arguments.indexOf("--health-port") + 1));
        int grace = Integer.parseInt(arguments.get(arguments.indexOf("--grace") + 1));

        assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThan(grace);
        assertThat(container.getPorts()).singleElement().satisfies(declared -> assertThat(declared.getContainerPort())
                .isEqualTo(port));
        for (var probe :
                List.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe())) {
            assertThat(probe.getHttpGet().getPath()).isEqualTo("/health");
            assertThat(probe.getHttpGet().getPort().getStrVal())
                    .isEqualTo(container.getPorts().get(0).getName());
        }
        assertThat(workers().getSpec().getTemplate().getMetadata().getLabels())
                .containsAllEntriesOf(workers().getSpec().getSelector().getMatchLabels());
    }

    @Test
    void oneManagerAtATimeWhichIsStartedAgain() throws Exception {
        assertThat(manager().getSpec().getConcurrencyPolicy()).isEqualTo("Forbid");
        assertThat(pod("manager").getRestartPolicy()).isEqualTo("OnFailure");
        assertThat(pod("manager").getTerminationGracePeriodSeconds()).isGreaterThanOrEqualTo(30);
    }

    @Test
    void theJobFileIsOneThatTheProductReads(@TempDir Path folder) throws Exception {
        ConfigMap jobs = only("manager-cronjob.yaml", ConfigMap.class);
        String file = Path.of(pod("manager").getContainers().get(0).getArgs().get(1))
                .getFileName()
                .toString();

        JobSpec spec = JobFile.read(
                Files.writeString(
                        folder.resolve(file), jobs.getData().get(file).replace("/srv/media", folder.toString())),
                List.of(),
                Set.of("json", "csv", "ndjson"));

        assertThat(spec.workers().mode()).isEqualTo(JobSpec.Mode.REMOTE);
        assertThat(pod("manager").getContainers().get(0).getVolumeMounts())
                .extracting("mountPath")
                .contains("/srv/exports", "/srv/media");
    }
}
