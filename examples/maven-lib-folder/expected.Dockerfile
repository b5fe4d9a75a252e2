FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /opt/echo
COPY . .
RUN mvn -B -q clean package

FROM eclipse-temurin:17-jre
WORKDIR /opt/echo
COPY --from=build /opt/echo/target/echo-2.1.jar ./target/echo-2.1.jar
COPY --from=build /opt/echo/target/lib ./target/lib
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "target/echo-2.1.jar"]
