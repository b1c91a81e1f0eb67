package io.releasemedia.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who may have what: the endpoint's paths want a token, its document is for everybody, and everything else is not
 * found, with a token or without.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@ImportAutoConfiguration(SecurityFilterAutoConfiguration.class)
class SecurityConfiguration {

    private static final String SCHEME = "Bearer ";
    private static final String CHALLENGE = "Bearer";
    private static final String CHALLENGE_TO_TOKEN = "Bearer error=\"invalid_token\"";

    @Bean
    JwtDecoder tokenDecoder(ServeSettings settings) {
        return TokenDecoder.of(settings.tokens());
    }

    @Bean
    @Order(1)
    SecurityFilterChain mediaChain(HttpSecurity http, ServeSettings settings, JwtDecoder decoder) {
        JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
        converter.setPrincipalClaimName(settings.tokens().tenantClaim());
        converter.setJwtGrantedAuthoritiesConverter(token -> List.of());
        JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
        provider.setJwtAuthenticationConverter(converter);
        return stateless(http)
                .securityMatcher(new OrRequestMatcher(reading(MediaController.RELEASE), reading(MediaController.TRACK)))
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .oauth2ResourceServer(server -> server.authenticationEntryPoint(SecurityConfiguration::unauthorized)
                        .bearerTokenResolver(SecurityConfiguration::token)
                        .jwt(jwt -> jwt.authenticationManager(provider::authenticate)))
                .exceptionHandling(refused -> refused.authenticationEntryPoint(SecurityConfiguration::unauthorized))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain documentChain(HttpSecurity http) {
        return stateless(http)
                .securityMatcher(reading(DocumentController.PATH))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(4)
    SecurityFilterChain restChain(HttpSecurity http) {
        return stateless(http)
                .authorizeHttpRequests(requests -> requests.anyRequest().denyAll())
                .exceptionHandling(refused -> refused.accessDeniedHandler(
                        (request, response, reason) -> ErrorAnswer.NOT_FOUND.write(response)))
                .build();
    }

    /** What the firewall refuses (paths with //, ; or encoded separators, methods that HTTP does not know). */
    @Bean
    RequestRejectedHandler requestRejectedHandler() {
        return (request, response, reason) -> ErrorAnswer.NOT_FOUND.write(response);
    }

    /** Tomcat has looked at the headers; here it is the path that counts. */
    @Bean
    HttpFirewall httpFirewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(name -> true);
        firewall.setAllowedHeaderValues(value -> true);
        return firewall;
    }

    /** A chain without sessions, log-in and log-out, and whatever else serves browsers. */
    static HttpSecurity stateless(HttpSecurity http) {
        return http.csrf(csrf -> csrf.disable())
                .sessionManagement(sessions -> sessions.disable())
                .securityContext(context -> context.disable())
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .anonymous(anonymous -> anonymous.disable())
                .headers(headers -> headers.disable());
    }

    private static RequestMatcher reading(String path) {
        return new OrRequestMatcher(
                PathPatternRequestMatcher.pathPattern(HttpMethod.GET, path),
                PathPatternRequestMatcher.pathPattern(HttpMethod.HEAD, path));
    }

    /** The token of the header, whatever it looks like: the decoder finds out, and Spring's pattern costs more. */
    private static @Nullable String token(HttpServletRequest request) {
        @Nullable String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String token = header.substring(SCHEME.length()).strip();
        return token.isEmpty() ? null : token;
    }

    private static void unauthorized(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        response.setHeader(
                HttpHeaders.WWW_AUTHENTICATE,
                reason instanceof OAuth2AuthenticationException ? CHALLENGE_TO_TOKEN : CHALLENGE);
        ErrorAnswer.UNAUTHORIZED.write(response);
    }
}
