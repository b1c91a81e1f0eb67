package io.releasemedia.api;

import io.releasemedia.catalog.MediaStore;
import javax.sql.DataSource;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.tomcat.TomcatContextCustomizer;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurationSupport;

/** The endpoint: Tomcat, Spring MVC and Spring Security, and of Boot's configurations only those that they need. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    LifecycleAutoConfiguration.class,
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class
})
@Import({
    SecurityConfiguration.class,
    ServeConfiguration.Mvc.class,
    MediaController.class,
    DocumentController.class,
    ErrorAdvice.class
})
class ServeConfiguration {

    @Bean
    MediaStore mediaStore(DataSource dataSource) {
        return new MediaStore(dataSource);
    }

    @Bean
    TomcatContextCustomizer errorPages() {
        return context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ErrorValve.class.getName());
            }
        };
    }

    /** Spring MVC for controllers that answer with bytes. */
    @Configuration(proxyBeanMethods = false)
    static class Mvc extends WebMvcConfigurationSupport {
        @Override
        protected void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
            converters.disableDefaults().addCustomConverter(new ByteArrayHttpMessageConverter());
        }
    }
}
