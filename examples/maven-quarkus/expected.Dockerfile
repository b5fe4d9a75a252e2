FROM maven:3.9-eclipse-temurin-17 AS build
COPY . /code
WORKDIR /code
RUN mvn -B -q package -DskipTests

FROM eclipse-temurin:17-jre
WORKDIR /code
COPY --from=build /code/target/quarkus-app ./target/quarkus-app
EXPOSE 8080
ENV JAVA_OPTS="-Dquarkus.http.host=0.0.0.0"
CMD java $JAVA_OPTS -jar target/quarkus-app/quarkus-run.jar
